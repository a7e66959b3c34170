/**
 * A file for one person, in the personal chat with the bot: first the question whether Teams may keep it, then where it
 * is. Teams draws both itself. The file is never part of it.
 */
export type FileContent =
  | {
      situation: 'file-consent';
      name: string;
      sizeBytes: number;
      entity: string;
      rows: number;
      /** How long an answer is of use, ms. */
      keptForMs: number;
      /** The line that it answers, in its canonical form. */
      command: string;
    }
  | {
      situation: 'file-sent';
      name: string;
      entity: string;
      rows: number;
      /** Where Teams says that it is. */
      contentUrl: string;
      uniqueId: string;
      fileType: string;
    };
