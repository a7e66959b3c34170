import type { FileContent } from '../model/content/file.js';
import { clean } from './clean.js';
import { type FormatContext, formatFor } from './format.js';
import type { OutboundActivity } from './sender.js';

/**
 * The question for a file, or the file: Teams draws them itself. `id` comes back when the person answers. Shapes: Teams
 * documentation, "Send and receive files using a bot".
 */
export function fileActivity(id: string, file: FileContent, context: FormatContext): OutboundActivity {
  const f = formatFor(context);
  const entity = clean(file.entity);
  const rows = f.say('file.rows', { n: file.rows, entity });
  if (file.situation === 'file-sent') {
    const { name, contentUrl, uniqueId, fileType } = file;
    const contentType = 'application/vnd.microsoft.teams.card.file.info';
    return {
      type: 'message',
      summary: f.say('summary.file-sent', { name }),
      attachments: [{ contentType, name, contentUrl, content: { uniqueId, fileType } }],
    };
  }
  const answer = { file: id };
  return {
    type: 'message',
    summary: f.say('summary.file-consent', { name: file.name }),
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.card.file.consent',
        name: file.name,
        content: {
          description: f.say('file.description', { rows, time: f.duration(file.keptForMs) }),
          sizeInBytes: file.sizeBytes,
          acceptContext: answer,
          declineContext: answer,
        },
      },
    ],
  };
}
