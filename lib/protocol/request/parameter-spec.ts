/** How a parameter is edited. One control component exists per kind. */
export type ParameterControl =
  | 'slider'
  | 'integer'
  | 'toggle'
  | 'text'
  | 'long-text'
  | 'text-list'
  | 'bias-table'
  | 'retries';

export type ParameterGroup = 'sampling' | 'length' | 'choices' | 'penalties' | 'inspection' | 'delivery';

export interface ParameterSpec {
  /** Name in plain words, sentence case. */
  readonly label: string;
  readonly group: ParameterGroup;
  readonly control: ParameterControl;
  /** What servers do when it is not sent, in words. */
  readonly fallback: string;
  /** Value the control starts from when it is first switched on. */
  readonly initial: unknown;
  readonly min?: number;
  readonly max?: number;
  /** Slider step; the number field beside it takes any precision. */
  readonly step?: number;
  /** Most items a list takes. */
  readonly maxItems?: number;
  /** False for what is a setting of ours and never part of the request body. */
  readonly inBody: boolean;
}

/** Group headings of the sidebar, in order. */
export const PARAMETER_GROUPS: Readonly<Record<ParameterGroup, string>> = {
  sampling: 'Sampling',
  length: 'Length and ending',
  choices: 'Choices',
  penalties: 'Penalties and bias',
  inspection: 'Inspection',
  delivery: 'Delivery',
};
