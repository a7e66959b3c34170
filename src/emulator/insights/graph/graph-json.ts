import { iso, type Json, type JsonObject } from '../json.js';
import type { Job, Node, Step, StepFault, Task } from './task.js';

/** GraphJobInfo (API 2.8). */
export function jobJson(job: Job, includeTasks: boolean): JsonObject {
  return {
    jobId: job.jobId,
    jobType: job.jobType,
    jobSubmissionKind: job.submission,
    jobStatus: job.status,
    operationType: job.operation,
    subType: 'noSubType',
    submittedTimestamp: iso(job.submittedAtMs),
    endTimestamp: iso(job.endedAtMs),
    shouldForceRunRequestedNodes: job.force,
    idList: job.identifiers,
    options: { runDownstreamAfterMerge: job.runDownstreamAfterMerge },
    tasks: includeTasks ? job.tasks.map(taskJson) : undefined,
  };
}

/** GraphTaskInfo: it names no identifier (API 2.8). */
export function taskJson(task: Task): JsonObject {
  return {
    taskId: task.taskId,
    taskStatus: task.status,
    operationType: task.step.operation,
    subType: task.step.subType,
    jobIds: task.jobs.map((job) => job.jobId),
    friendlyName: task.step.friendlyName,
    submittedTimestamp: iso(task.submittedAtMs),
    endTimestamp: iso(task.endedAtMs),
    ...errorsJson(task),
    waitingTaskIds: task.waiting.map((upstream) => upstream.taskId),
    additionalInfo: infoJson(task.step),
  };
}

/** GraphNodeInfo of a step as configured now. */
export function nodeJson(step: Step, node: Node | undefined): JsonObject {
  const task = node?.task;
  const stale = !task || (node.stale && task.final && task.status === 'successful');
  return {
    operationType: step.operation,
    subType: step.subType,
    identifier: step.identifier,
    friendlyName: step.friendlyName,
    jobIds: task?.jobs.map((job) => job.jobId) ?? [],
    taskStatus: stale ? 'needsUpdate' : task.status,
    lastSuccessJobIds: node?.lastSuccess?.jobIds ?? [],
    endTimestamp: iso(task?.endedAtMs),
    lastSuccessfulTimestamp: iso(node?.lastSuccess?.atMs),
    ...(task ? errorsJson(task) : {}),
    additionalInfo: infoJson(step),
    selectionReason: task && { code: task.reason, details: reasonDetails(task) },
  };
}

function reasonDetails(task: Task): string {
  return task.jobs[0]?.submission === 'scheduled' ? 'Scheduled refresh' : 'On-demand refresh';
}

function infoJson(step: Step): Json {
  return step.infoKind === undefined ? undefined : { kind: step.infoKind };
}

function errorsJson({ fault, warning, step }: Task): JsonObject {
  const error = fault && resultJson(fault, 'error', step);
  const all = [...(error ? [error] : []), ...(warning ? [resultJson(warning, 'warning', step)] : [])];
  return { ciError: error, ciErrors: all.length > 0 ? all : undefined };
}

/** CIResult (API 1.4). */
function resultJson(fault: StepFault, severity: 'error' | 'warning', step: Step): JsonObject {
  return {
    exceptionCulprit: fault.culprit,
    errorCode: fault.code,
    resultSeverity: severity,
    message: fault.message,
    name: fault.code,
    params: step.operation === 'ingestion' ? { dataSource: step.friendlyName } : {},
    ciResults: [],
  };
}
