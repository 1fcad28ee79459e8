/** Apart from the schemas, which the editor loads with its first answer. */

/** Most steps of one save. */
export const MAX_NODES_OF_SAVE = 1_000;
export const MAX_BRANCH_NAME = 120;
/** Most changes of one step. */
export const MAX_CHANGES = 1_000;
