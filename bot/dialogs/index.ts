import type { DialogSpec } from './dialog.js';
import { profileDialog } from './profile.js';

/** Every dialog that a button may ask for. */
const dialogs: readonly DialogSpec[] = [profileDialog];

export function dialogNamed(name: string): DialogSpec | undefined {
  return dialogs.find((one) => one.name === name);
}
