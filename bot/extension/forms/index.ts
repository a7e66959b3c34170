import type { FormAction } from './form.js';
import { share } from './share.js';
import { watch } from './watch.js';

const forms: Readonly<Record<string, FormAction>> = { watch, share };

/** The form behind an action of the extension; undefined for an id that is none. */
export function formNamed(id: string): FormAction | undefined {
  return Object.hasOwn(forms, id) ? forms[id] : undefined;
}
