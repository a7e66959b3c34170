import assert from 'node:assert/strict';
import { matchName } from '../../../bot/commands/match.js';

const named = (id: string, name: string) => ({ id, name, spellings: [name, id] });
const all = [
  named('HighValue', 'High value'),
  named('HighValueLapsing', 'High value, lapsing'),
  named('New', 'New customers'),
  named('Lost', 'Lost customers'),
  named('Twin1', 'Twin'),
  named('Twin2', 'Twin'),
  named('lost', 'Forgotten'),
];
const found = (text: string) => {
  const match = matchName(text, all);
  return 'found' in match ? match.found.id : match;
};

describe('matching of names', () => {
  it('takes the exact name before one in another case before a part', () => {
    assert.equal(found('High value'), 'HighValue');
    assert.equal(found('highvalue'), 'HighValue');
    assert.equal(found('HIGH  VALUE, lapsing'), 'HighValueLapsing');
    assert.equal(found('lapsing'), 'HighValueLapsing');
    assert.equal(found('lost'), 'lost');
    assert.equal(found('Lost'), 'Lost');
  });

  it('never guesses between several', () => {
    const several = (text: string) => {
      const match = matchName(text, all);
      assert.ok('several' in match, text);
      return match.several.map((one) => one.id);
    };
    assert.deepEqual(several('customers'), ['New', 'Lost']);
    assert.deepEqual(several('Twin'), ['Twin1', 'Twin2']);
    assert.deepEqual(several('twin'), ['Twin1', 'Twin2']);
  });

  it('offers the nearest where nothing matches, and nothing where nothing is near', () => {
    const nearest = (text: string) => {
      const match = matchName(text, all);
      assert.ok('nearest' in match, text);
      return match.nearest.map((one) => one.id);
    };
    assert.equal(nearest('Hihg value')[0], 'HighValue');
    assert.deepEqual(nearest('zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz'), []);
  });
});
