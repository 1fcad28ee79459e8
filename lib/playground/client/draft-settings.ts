import { PARAMETER_NAMES, type ParameterName, type ParameterValues } from '@/lib/protocol/request/parameters';
import { DEFAULT_SETTINGS, INITIAL_VALUES, type Settings } from '@/lib/protocol/request/settings';
import { clearParameterError } from '@/lib/runs/client/parameter-errors';
import { changeSettings } from './draft-store';

/** The value of a parameter's control, sent or not. */
export function parameterValue<Name extends ParameterName>(
  settings: Settings,
  name: Name,
): Required<ParameterValues>[Name] {
  const values: Required<ParameterValues> = { ...INITIAL_VALUES, ...settings.values };
  return values[name];
}

/** True when the next run sends the parameter. `stream` is always sent. */
export function isSent(settings: Settings, name: ParameterName): boolean {
  return name === 'stream' || settings.sent.includes(name);
}

/** The same settings with one value changed; changing a value switches the parameter on. */
export function withValue<Name extends ParameterName>(
  settings: Settings,
  name: Name,
  value: NonNullable<ParameterValues[Name]>,
): Settings {
  return withSent({ ...settings, values: { ...settings.values, [name]: value } }, name, true);
}

/** The same settings with one parameter switched on or off; its value stays. */
export function withSent(settings: Settings, name: ParameterName, on: boolean): Settings {
  if (on === settings.sent.includes(name)) return settings;
  // In the table's order, so that equal settings are equal however they were made.
  const sent = PARAMETER_NAMES.filter((other) => (other === name ? on : settings.sent.includes(other)));
  return { ...settings, sent };
}

/** As on a first visit: the initial value, and sent only if it is by default. */
export function withReset(settings: Settings, name: ParameterName): Settings {
  const { [name]: _gone, ...values } = settings.values;
  const original = DEFAULT_SETTINGS.values[name];
  const reset = { ...settings, values: original === undefined ? values : { ...values, [name]: original } };
  return withSent(reset, name, DEFAULT_SETTINGS.sent.includes(name));
}

export function setParameter<Name extends ParameterName>(
  name: Name,
  value: NonNullable<ParameterValues[Name]>,
): void {
  clearParameterError(name);
  changeSettings((settings) => withValue(settings, name, value));
}

export function sendParameter(name: ParameterName, on: boolean): void {
  clearParameterError(name);
  changeSettings((settings) => withSent(settings, name, on));
}
