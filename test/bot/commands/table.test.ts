import assert from 'node:assert/strict';
import { commands, parseCommand, printCommand } from '../../../bot/commands/index.js';
import { triggerWords } from '../../../bot/grammar/words.js';
import { say } from '../../../src/delivery/words.js';

describe('the command table', () => {
  it('names every command once, by the first of its words, and describes it in every language', () => {
    for (const { name, words } of commands) assert.equal(words[0], name);
    for (const { descriptionKey } of commands) assert.notEqual(say('en', descriptionKey), say('kk', descriptionKey));
  });

  it('every example is a command in its canonical form, of its own row', () => {
    for (const { name, examples } of commands) {
      for (const example of examples) {
        const read = parseCommand(example);
        assert.ok(read.ok, example);
        assert.equal(read.value.name, name);
        const printed = printCommand(read.value);
        assert.ok(printed === example || `${printed} all` === example, `${example} is printed ${printed}`);
      }
    }
  });

  it('no spelling stands for two things', () => {
    for (const all of [commands.flatMap((one) => one.words), Object.values(triggerWords).flat()]) {
      assert.deepEqual([...new Set(all)], all);
    }
  });
});
