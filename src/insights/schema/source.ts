import { z } from 'zod';
import type { SourceView } from '../../model/reading.js';
import { key, oneOf, present, text, time } from './fields.js';

/** DataSourceMetadata (API reference, section 2.5). */
const metadata = z.object({
  dataSourceId: key,
  name: text,
  friendlyName: text,
  refreshState: oneOf(
    {
      notupdated: 'not-updated',
      updated: 'updated',
      updating: 'updating',
      updatefailed: 'update-failed',
      updatecancelled: 'update-cancelled',
    },
    'unknown',
  ),
  lastRefresh: time,
  createdUtc: time,
});

/** DataSourceInfo, or the bare metadata that the path `datasources/v2` is thought to answer (section 2.1). */
export const sourceSchema = z
  .looseObject({ dataSourceMetadata: z.unknown().optional() })
  .transform((info) => info.dataSourceMetadata ?? info)
  .pipe(metadata)
  .transform(
    (source): SourceView =>
      present({
        id: source.dataSourceId,
        name: source.name ?? source.dataSourceId,
        friendlyName: source.friendlyName ?? source.name ?? source.dataSourceId,
        refreshState: source.refreshState,
        lastRefreshAtMs: source.lastRefresh,
        createdAtMs: source.createdUtc,
      }),
  );
