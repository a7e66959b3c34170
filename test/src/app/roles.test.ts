import assert from 'node:assert/strict';
import { createRoles } from '../../../src/app/roles.js';
import { HeraldError } from '../../../src/base/errors.js';
import { createLog } from '../../../src/base/log.js';
import type { CallOptions } from '../../../src/insights/port.js';
import type { AssignmentView } from '../../../src/model/entity.js';
import { FakeClock } from '../../fakes/fake-clock.js';

const call: CallOptions = { lane: 'chat' };
const person = (aadObjectId?: string) => ({ id: '29:x', name: 'X', ...(aadObjectId ? { aadObjectId } : {}) });
const minute = 60_000;

function worldOf(answer: () => AssignmentView[], operators: string[] = ['Named-1']) {
  const clock = new FakeClock();
  const asked: { connection: string; lane: string }[] = [];
  const roles = createRoles({
    operators,
    client: (connection) => ({
      async assignments(options) {
        asked.push({ connection, lane: options.lane });
        return answer();
      },
    }),
    clock,
    log: createLog('silent'),
  });
  return { clock, asked, roles };
}

const assigned: AssignmentView[] = [
  { principalId: 'ADMIN-1', principalType: 'user', roles: ['Admin'] },
  { principalId: 'contributor-1', principalType: 'user', roles: ['Viewer', 'contributor'] },
  { principalId: 'viewer-1', principalType: 'user', roles: ['Viewer'] },
  { principalId: 'marketer-1', principalType: 'user', roles: ['Marketing Contributor'] },
  { principalId: 'group-1', principalType: 'group', roles: ['Admin'] },
  { principalId: 'app-1', principalType: 'app', roles: ['Admin'] },
  { principalId: 'odd-1', principalType: 'unknown', roles: ['Admin'] },
];

describe('roles', () => {
  it('whoever the configuration names is an operator, in any case of letters, and costs no call', async () => {
    const { roles, asked } = worldOf(() => assigned);
    assert.equal(await roles.of(person('NAMED-1'), 'main', call), 'operator');
    assert.equal(roles.isKnownOperator(person('named-1'), 'main'), true);
    assert.deepEqual(asked, []);
  });

  const cases: [id: string | undefined, role: string][] = [
    ['admin-1', 'operator'],
    ['Contributor-1', 'operator'],
    ['viewer-1', 'viewer'],
    ['marketer-1', 'viewer'],
    ['group-1', 'viewer'],
    ['app-1', 'viewer'],
    ['odd-1', 'viewer'],
    ['stranger', 'viewer'],
    [undefined, 'viewer'],
  ];
  for (const [id, role] of cases) {
    it(`${id ?? 'somebody without an object id'} is ${role === 'operator' ? 'an operator' : 'a viewer'}`, async () => {
      assert.equal(await worldOf(() => assigned).roles.of(person(id), 'main', call), role);
    });
  }

  it('the answer is kept for 15 minutes, and for its connection alone', async () => {
    const { roles, asked, clock } = worldOf(() => assigned);
    await roles.of(person('admin-1'), 'main', call);
    await roles.of(person('stranger'), 'main', { lane: 'search' });
    await clock.advance(15 * minute - 1);
    await roles.of(person('admin-1'), 'main', call);
    assert.equal(asked.length, 1);
    assert.equal(roles.isKnownOperator(person('admin-1'), 'main'), true);
    assert.equal(roles.isKnownOperator(person('admin-1'), 'other'), false);
    await roles.of(person('admin-1'), 'other', { lane: 'search' });
    await clock.advance(1);
    assert.equal(roles.isKnownOperator(person('admin-1'), 'main'), false);
    await roles.of(person('admin-1'), 'main', call);
    assert.deepEqual(
      asked,
      ['main', 'other', 'main'].map((connection) => ({ connection, lane: 'chat' })),
    );
  });

  it('a 403 is remembered as long, is told, and makes viewers of all but the named', async () => {
    const { roles, asked, clock } = worldOf(() => {
      throw new HeraldError('insights-forbidden', { status: 403 });
    });
    assert.equal(roles.areForbidden('main'), false);
    assert.equal(await roles.of(person('admin-1'), 'main', call), 'viewer');
    assert.equal(await roles.of(person('named-1'), 'main', call), 'operator');
    assert.equal(await roles.of(person('admin-1'), 'main', call), 'viewer');
    assert.equal(asked.length, 1);
    assert.equal(roles.areForbidden('main'), true);
    assert.equal(roles.areForbidden('other'), false);
    await clock.advance(15 * minute);
    assert.equal(roles.areForbidden('main'), false);
  });

  it('any other failure makes a viewer, is never thrown, and is asked again next time', async () => {
    const failures: unknown[] = [new HeraldError('budget-deadline'), new Error('a bug'), 'text'];
    let n = 0;
    const { roles, asked } = worldOf(() => {
      const failure = failures[n++];
      if (failure === undefined) return assigned;
      throw failure;
    });
    for (const _ of failures) assert.equal(await roles.of(person('admin-1'), 'main', call), 'viewer');
    assert.equal(await roles.of(person('admin-1'), 'main', call), 'operator');
    assert.equal(asked.length, failures.length + 1);
    assert.equal(roles.areForbidden('main'), false);
  });
});
