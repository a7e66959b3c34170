import { cardAction } from './card-action.js';
import { extensionFetch, extensionSubmit } from './extension-forms.js';
import { anonymousLink, extensionLink } from './extension-link.js';
import { extensionQuery } from './extension-query.js';
import { extensionSelect } from './extension-select.js';
import { fileConsent } from './file-consent.js';
import type { InvokeSpec } from './invoke.js';
import { taskFetch } from './task-fetch.js';

/** Every invoke that is answered. */
const invokes: readonly InvokeSpec[] = [
  cardAction,
  fileConsent,
  taskFetch,
  extensionQuery,
  extensionSelect,
  extensionFetch,
  extensionSubmit,
  extensionLink,
  anonymousLink,
];

/** An invoke without a name is a button's. Undefined for what no row answers. */
export function invokeNamed(name: string | undefined): InvokeSpec | undefined {
  return name === undefined ? cardAction : invokes.find((one) => one.name === name);
}
