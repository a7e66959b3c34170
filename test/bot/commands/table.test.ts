import assert from 'node:assert/strict';
import { helpGroups } from '../../../bot/commands/groups.js';
import { commands, menuRows, parseCommand, printCommand } from '../../../bot/commands/index.js';
import { triggerWords } from '../../../bot/grammar/words.js';
import { say } from '../../../src/delivery/words.js';

describe('the command table', () => {
  it('names every command once, by the first of its words, and describes it in every language', () => {
    for (const { name, words } of commands) assert.equal(words[0], name);
    for (const { descriptionKey } of commands) assert.notEqual(say('en', descriptionKey), say('kk', descriptionKey));
  });

  it('every command stands in one group of the help card, and Teams shows at most twelve of them', () => {
    const grouped = Object.values(helpGroups).flat();
    for (const { name } of commands) assert.equal(grouped.filter((one) => one === name).length, 1, name);
    assert.ok(menuRows.length <= 12);
    assert.equal(new Set(menuRows).size, menuRows.length);
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
