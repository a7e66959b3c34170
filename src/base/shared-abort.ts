import { setMaxListeners } from 'node:events';

/** A controller whose signal many wait on at the same time: Node takes more than ten of them for a leak otherwise. */
export function sharedAbort(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
