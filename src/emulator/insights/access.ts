import { type Random, randomFor } from './random.js';

export type Role = 'Viewer' | 'Contributor' | 'Admin';

/** Keys, token and role of the one application that may call. The values are made from the seed; none is a secret. */
export class Access {
  primaryKey: string;
  secondaryKey: string;
  token: string;
  role: Role = 'Contributor';
  readonly partitionKey: string;
  private readonly random: Random;

  constructor(seed: number) {
    this.random = randomFor(seed, 'access');
    this.primaryKey = this.random.hex(32);
    this.secondaryKey = this.random.hex(32);
    this.token = `emulator-${this.random.hex(24)}`;
    this.partitionKey = this.random.hex(24);
  }

  knowsKey(key: string): boolean {
    return key === this.primaryKey || key === this.secondaryKey;
  }

  /** Regenerating a key makes the old one invalid at once (API 1.2). */
  rotateKey(): string {
    this.primaryKey = this.random.hex(32);
    return this.primaryKey;
  }

  rotateToken(): string {
    this.token = `emulator-${this.random.hex(24)}`;
    return this.token;
  }
}
