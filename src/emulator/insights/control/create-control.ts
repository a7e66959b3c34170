import { HeraldError } from '../../../base/errors.js';
import { operationType } from '../graph/operation-types.js';
import type { StepPlan } from '../graph/plan.js';
import { measureStepKey, stepKey } from '../graph/steps.js';
import type { MeasureState, SegmentState } from '../state.js';
import { bundledScenarios } from '../story/bundled.js';
import { runScenario } from '../story/run-scenario.js';
import { lastValue } from '../values.js';
import type { InsightsWorld } from '../world.js';
import type { InsightsControl, StartRun } from './control.js';
import { stateOf } from './state-view.js';

const unknown = (message: string) => new HeraldError('config-invalid', { message });
const list = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);

/** `closing` ends running stories. */
export function createControl(world: InsightsWorld, closing: AbortSignal): InsightsControl {
  const { instance, graph, timeline } = world;

  function sourceId(name: string): string {
    const found = [...instance.sources.values()].find(({ definition }) =>
      [definition.id, definition.name, definition.friendlyName].includes(name),
    );
    if (!found) throw unknown(`There is no data source '${name}'.`);
    return found.definition.id;
  }

  function segment(name: string): SegmentState {
    const found = [...instance.segments.values()].find(({ definition }) =>
      [definition.name, definition.friendlyName].includes(name),
    );
    if (!found) throw unknown(`There is no segment '${name}'.`);
    return found;
  }

  function scalarMeasure(name: string): MeasureState {
    const found = [...instance.measures.values()].find(({ definition }) =>
      [definition.name, definition.displayName].includes(name),
    );
    if (!found) throw unknown(`There is no measure '${name}'.`);
    if (lastValue(found) === undefined && found.definition.value === undefined) {
      throw unknown(`The measure '${name}' has no single value.`);
    }
    return found;
  }

  function operation(text: string): string {
    const found = operationType(text);
    if (!found || found === 'none') throw unknown(`'${text}' is no operation type.`);
    return found;
  }

  function identifier(type: string, text: string): string {
    if (type === 'ingestion') return sourceId(text);
    if (type === 'segmentation') return segment(text).definition.name;
    const step = graph.steps().find((s) => s.operation === type && (s.identifier === text || s.friendlyName === text));
    if (!step) throw unknown(`'${type}' has no step '${text}'.`);
    return step.identifier;
  }

  function planStep(type: string, name: string, plan: StepPlan | StepPlan[]): void {
    timeline.catchUp();
    graph.plans.set(stepKey(operation(type), identifier(operation(type), name)), list(plan));
  }

  function planSegment(name: string, members: number | number[]): void {
    timeline.catchUp();
    world.planned.segments.set(segment(name).definition.name, [...list(members)]);
  }

  function planMeasure(name: string, value: string | number | (string | number)[]): void {
    timeline.catchUp();
    world.planned.measures.set(scalarMeasure(name).definition.name, list(value).map(decimal));
  }

  const control: InsightsControl = {
    calls: () => world.log.calls(),
    maxInWindow: () => world.window.maxInWindow(),
    refused: () => world.window.refused(),
    unknownPaths: () => world.log.unknownPaths(),
    startRun: (run: StartRun) => {
      const type = operation(run.operation);
      timeline.catchUp();
      return graph.submit({
        operation: type,
        identifiers: (run.identifiers ?? []).map((text) => identifier(type, text)),
        force: run.force ?? true,
        runDownstreamAfterMerge: run.runDownstreamAfterMerge ?? false,
        submission: run.submission,
        jobType: run.jobType ?? 'full',
        durations: run.durations ?? {},
      }).jobId;
    },
    cancelRun: (jobId) => {
      timeline.catchUp();
      const job = graph.jobs.find((candidate) => candidate.jobId === jobId);
      if (!job) throw unknown(`There is no job '${jobId}'.`);
      return graph.cancel(job);
    },
    planSource: (source, plan) => planStep('ingestion', source, plan),
    planStep,
    setSegment: (name, members) => {
      planSegment(name, members);
      evaluateNow(stepKey('segmentation', segment(name).definition.name));
    },
    setMeasure: (name, value) => {
      planMeasure(name, value);
      const key = measureStepKey(instance, scalarMeasure(name).definition.name);
      if (key !== undefined) evaluateNow(key);
    },
    planSegment,
    planMeasure,
    fault: (fault) => world.faults.add(fault, timeline.now()),
    clearFaults: () => world.faults.clear(),
    setStyle: (style) => {
      world.style = { ...world.style, ...style };
    },
    setRole: (role) => {
      world.access.role = role;
    },
    rotateKey: () => world.access.rotateKey(),
    rotateToken: () => world.access.rotateToken(),
    state: () => stateOf(world),
    scenarios: bundledScenarios,
    runScenario: (scenario) => runScenario(scenario, control, timeline, closing),
  };
  return control;

  /** Where an evaluation is under way already, that one takes the planned value. */
  function evaluateNow(key: string): void {
    if (graph.steps().find((step) => step.key === key)?.inactive) throw unknown(`'${key}' is inactive.`);
    graph.succeedAtOnce(key);
  }
}

function decimal(value: string | number): string {
  const text = String(value);
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw unknown(`'${text}' is no decimal number.`);
  return text;
}
