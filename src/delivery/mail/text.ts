import type { Block } from './blocks.js';

function lineOf(block: Block): string {
  return block.kind === 'line' ? block.runs.map(({ text }) => text).join('') : textsOf([block]).join(' ');
}

function textsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => [...(block.ruled ? [''] : []), ...linesOf(block)]);
}

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case 'line':
      return [lineOf(block)];
    case 'facts':
      return ['', ...block.facts.map(({ title, value }) => `${title}: ${value}`)];
    case 'columns':
      // A label stands above its value in a column, and before it in a line.
      return ['', ...block.columns.map((column) => column.map(lineOf).join(': '))];
    case 'box':
      return ['', ...textsOf(block.blocks)];
  }
}

/** The same words without any markup. */
export function textOf(blocks: readonly Block[], words: { foot: string[] }): string {
  const lines = [...textsOf(blocks), '', '-- ', ...words.foot];
  const one = lines.join('\n').replace(/\n{3,}/g, '\n\n');
  return `${one.trim()}\n`;
}
