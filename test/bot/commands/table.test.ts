import assert from 'node:assert/strict';
import { commandNames } from '../../../bot/commands/command.js';
import { commands } from '../../../bot/commands/index.js';
import { parseCommand } from '../../../bot/commands/parse.js';
import { print } from '../../../bot/grammar/print.js';
import { commandWords, triggerWords } from '../../../bot/grammar/words.js';
import { say } from '../../../src/delivery/words.js';

describe('the command table', () => {
  it('has a row for every command, with words in every language', () => {
    assert.deepEqual(commands.map((one) => one.name).sort(), [...commandNames].sort());
    for (const { descriptionKey } of commands) assert.notEqual(say('en', descriptionKey), say('kk', descriptionKey));
  });

  it('every example is a command in its canonical form, of its own row', () => {
    for (const { name, examples } of commands) {
      for (const example of examples) {
        const read = parseCommand(example);
        assert.ok(read.ok, example);
        assert.equal(read.value.name, name);
        const printed = print(read.value);
        assert.ok(printed === example || `${printed} all` === example, `${example} is printed ${printed}`);
      }
    }
  });

  it('no spelling stands for two things', () => {
    for (const vocabulary of [commandWords, triggerWords]) {
      const all = Object.values(vocabulary).flat();
      assert.deepEqual([...new Set(all)], all);
    }
  });
});
