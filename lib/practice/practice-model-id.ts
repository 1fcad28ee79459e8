/** The practice model's id, as `/v1/models` lists it. Safe to import in the browser. */
export const PRACTICE_MODEL_ID = 'practice-1';
