import { cardAction } from './card-action.js';
import { extensionQuery } from './extension-query.js';
import { fileConsent } from './file-consent.js';
import type { InvokeSpec } from './invoke.js';
import { taskFetch } from './task-fetch.js';

/** Every invoke that is answered. */
const invokes: readonly InvokeSpec[] = [cardAction, fileConsent, taskFetch, extensionQuery];

/** An invoke without a name is a button's. Undefined for what no row answers. */
export function invokeNamed(name: string | undefined): InvokeSpec | undefined {
  return name === undefined ? cardAction : invokes.find((one) => one.name === name);
}
