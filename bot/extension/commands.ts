import type { WordKey } from '../../src/delivery/words.js';

/** What people can fill in before a search runs. */
export interface ExtensionParameter {
  name: string;
  titleKey: WordKey;
  descriptionKey: WordKey;
}

interface CommandHead {
  id: string;
  /** English in every language, like the words that are typed; its description is translated. */
  title: string;
  descriptionKey: WordKey;
}

/** Answers while people type. */
export interface SearchCommand extends CommandHead {
  kind: 'search';
  parameter: ExtensionParameter;
  /** Runs once with nothing typed, when the box is opened: only where an answer costs no call. */
  initialRun: boolean;
}

/** Opens a form. */
export interface FormCommand extends CommandHead {
  kind: 'action';
  context: readonly ('compose' | 'message')[];
}

export type ExtensionCommand = SearchCommand | FormCommand;

function search(id: string, title: string, descriptionKey: WordKey, textKey: WordKey, local: boolean): SearchCommand {
  const parameter: ExtensionParameter = { name: 'text', titleKey: 'extension.text', descriptionKey: textKey };
  return { kind: 'search', id, title, descriptionKey, parameter, initialRun: local };
}

/** Every command of the messaging extension, in the order that Teams shows: at most ten (Teams reference 5.3). */
export const extensionCommands: readonly ExtensionCommand[] = [
  search('customers', 'Customers', 'extension.customers', 'extension.customers-text', false),
  search('segments', 'Segments', 'extension.segments', 'extension.segments-text', true),
  search('measures', 'Measures', 'extension.measures', 'extension.measures-text', true),
  search('sources', 'Sources', 'extension.sources', 'extension.sources-text', true),
  search('alerts', 'Alerts', 'extension.alerts', 'extension.alerts-text', true),
  {
    kind: 'action',
    id: 'watch',
    title: 'Watch this',
    descriptionKey: 'extension.watch',
    context: ['compose', 'message'],
  },
  { kind: 'action', id: 'share', title: 'Share a number', descriptionKey: 'extension.share', context: ['compose'] },
];
