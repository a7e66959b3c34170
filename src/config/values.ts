import { IANAZone } from 'luxon';
import { z } from 'zod';
import { isLoopbackHost } from '../base/loopback.js';
import { readMailAddress, readMailDomain } from '../base/mail-address.js';

/** Entra writes GUIDs in lower case; people paste them as they find them. */
export const guid = z.guid().transform((value) => value.toLowerCase());

/** A host name, or `*.` before one of two parts at least: a pattern for everything would be none. */
export const hostPattern = z
  .string()
  .toLowerCase()
  .regex(
    /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/,
    'must be a host, such as files.example.net or *.blob.core.windows.net',
  );

/** A whole number in plain digits within bounds. */
export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));
}

/** Items separated by commas; blanks around them do not matter. */
export function list<T>(item: z.ZodType<T, string>) {
  return z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(item));
}

/** An absolute address; plain http is accepted for loopback alone. */
export function url(protocol: 'https:') {
  return z
    .string()
    .refine((value) => URL.canParse(value), 'must be an absolute address')
    .refine((value) => {
      const parsed = new URL(value);
      return parsed.protocol === protocol || (parsed.protocol === 'http:' && isLoopbackHost(parsed.hostname));
    }, `must start with ${protocol}//`)
    .transform((value) => value.replace(/\/+$/, ''));
}

/** An address with `{segment}`, `{measure}` or `{source}`, and mostly `{instance}`, in place of whole parts. */
export const linkPattern = z
  .string()
  .refine(
    (value) =>
      URL.canParse(value) && value.startsWith('https://') && hostPattern.safeParse(new URL(value).hostname).success,
    'must be addresses that start with https://',
  )
  .refine((value) => {
    const names = [...value.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
    const objects = names.filter((name) => ['segment', 'measure', 'source'].includes(name));
    return objects.length === 1 && names.every((name) => name === 'instance' || objects.includes(name));
  }, 'must hold one of {segment}, {measure} and {source}, and no other placeholder than {instance}');

export const onOff = z
  .enum(['0', '1', 'true', 'false'], 'must be 1 or 0')
  .transform((value) => value === '1' || value === 'true');

export const timeZone = z
  .string()
  .refine((zone) => IANAZone.isValidZone(zone), 'must be an IANA zone, such as Europe/Oslo');

export const localeTag = z.string().refine((tag) => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}, 'must be a language tag, such as en or kk');

/** A domain behind the `@` of an address. */
export const mailDomain = z.string().transform((value, context) => {
  const domain = readMailDomain(value.replace(/^@/, ''));
  if (domain !== undefined) return domain;
  context.addIssue({ code: 'custom', message: 'must be domains, such as contoso.com' });
  return z.NEVER;
});

/** `herald@contoso.com`, or with a name before it: `Insights Herald <herald@contoso.com>`. */
export const mailbox = z.string().transform((value, context) => {
  const match = /^\s*(?:"?([^"<>\p{Cc}]{0,100}?)"?\s*<([^<>\s]+)>|([^<>\s]+))\s*$/u.exec(value);
  const read = readMailAddress(match?.[2] ?? match?.[3] ?? '');
  if (match && read) return { name: match[1]?.trim() ?? '', address: read.address };
  context.addIssue({ code: 'custom', message: 'must look like Insights Herald <herald@contoso.com>' });
  return z.NEVER;
});
