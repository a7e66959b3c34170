import type { Clock } from '../base/clock.js';
import { isLoopbackHost } from '../base/loopback.js';

/**
 * Where Teams keeps people's files: OneDrive and SharePoint of all clouds, and the hosts of their upload sessions
 * (Microsoft Graph documentation, `uploadSession`). An invoke could name any other place.
 */
const fileHosts = ['sharepoint.com', 'sharepoint.us', 'sharepoint.cn', 'svc.ms', 'onedrive.com', '1drv.com'];

const TIMEOUT_MS = 60_000;

/** Whether an address is one of Teams' file stores. In local mode it is this machine, and nothing else. */
export function isFilePlace(address: string, local: boolean): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, port } = new URL(address);
  if (username !== '' || password !== '') return false;
  if (local) return isLoopbackHost(hostname) && (protocol === 'http:' || protocol === 'https:');
  return protocol === 'https:' && port === '' && fileHosts.some((host) => hostname.endsWith(`.${host}`));
}

export type UploadResult = 'stored' | 'foreign-place' | 'failed';

export interface FileUpload {
  /** Whether files may be sent there, or be linked from there. */
  allows(address: string): boolean;
  /** Puts the whole file into an upload session: no credentials, no redirect, one request. Never throws. */
  send(uploadUrl: string, bytes: Uint8Array<ArrayBuffer>): Promise<UploadResult>;
}

export function createFileUpload(options: {
  local: boolean;
  clock: Clock;
  fetch?: typeof globalThis.fetch;
}): FileUpload {
  const { local, clock } = options;
  const fetch = options.fetch ?? globalThis.fetch;
  const allows = (address: string) => isFilePlace(address, local);

  return {
    allows,
    async send(uploadUrl, bytes) {
      if (!allows(uploadUrl)) return 'foreign-place';
      const timeout = new AbortController();
      const answered = new AbortController();
      void clock.sleep(TIMEOUT_MS, answered.signal).then(() => timeout.abort());
      try {
        const response = await fetch(uploadUrl, {
          method: 'PUT',
          headers: {
            'content-type': 'application/octet-stream',
            'content-length': String(bytes.byteLength),
            'content-range': `bytes 0-${bytes.byteLength - 1}/${bytes.byteLength}`,
          },
          body: bytes,
          redirect: 'manual',
          signal: timeout.signal,
        });
        await response.body?.cancel();
        // 202 would mean that the session waits for more.
        return response.status === 200 || response.status === 201 ? 'stored' : 'failed';
      } catch {
        return 'failed';
      } finally {
        answered.abort();
      }
    },
  };
}
