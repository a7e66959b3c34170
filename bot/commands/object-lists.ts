import type { WordKey } from '../../src/delivery/words.js';
import { printName } from '../grammar/print.js';
import { parsed, short } from '../grammar/problem.js';
import { nameOf } from '../grammar/threshold.js';
import { type ListCommand, objectPage } from './object-pages.js';
import type { Command, CommandSpec } from './spec.js';

/** Longer texts are part of no name. */
const longestText = 100;

type List<N extends ListCommand['name']> = Command<N> & ListCommand;

function listSpec<N extends ListCommand['name']>(
  name: N,
  words: [string, ...string[]],
  example: string,
): CommandSpec<List<N>> {
  return {
    name,
    words: [name, ...words],
    usage: `${name} [text]`,
    descriptionKey: `help.${name}` satisfies WordKey,
    examples: [name, `${name} ${example}`],
    read({ tokens }) {
      const text = short(nameOf(tokens), longestText);
      return parsed({ name, ...(text === '' ? {} : { text }) } as List<N>);
    },
    print: ({ text }) => (text === undefined ? name : `${name} ${printName(text)}`),
    run: (command, turn, services) => objectPage(command, 1, turn, services),
  };
}

/** What Customer Insights has, with state and trend: from the last reading, without a call. */
export const segments = listSpec('segments', ['сегменттер'], 'loyalty');
export const measures = listSpec('measures', ['metrics', 'көрсеткіштер'], 'revenue');
export const sources = listSpec('sources', ['data sources', 'datasources', 'дереккөздер'], 'crm');
