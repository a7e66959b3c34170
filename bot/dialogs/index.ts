import { alertDialog } from './alert.js';
import type { DialogSpec } from './dialog.js';
import { profileDialog } from './profile.js';

/** Every dialog that a button may ask for. */
const dialogs: readonly DialogSpec[] = [profileDialog, alertDialog];

export function dialogNamed(name: string): DialogSpec | undefined {
  return dialogs.find((one) => one.name === name);
}
