/** Copies one gateway's events and rows to central, and brings back commands. */
export { type Central, CentralLine, type CentralLineOptions } from "./central-line.ts";
export { Cycle, type CycleOptions, type CycleResult } from "./cycle.ts";
export { type Access, connectDatabase, type DatabaseConnection } from "./database-connection.ts";
export { type Gateway, gatewayOver } from "./gateway.ts";
export { type Host, Hosts } from "./hosts.ts";
export { LifeLimit } from "./life-limit.ts";
export { type Cure, PROBLEMS, type ProblemCode, SyncProblem } from "./problem.ts";
export { type Replicator, type ReplicatorOptions, startReplicator } from "./replicator.ts";
export { phaseOf } from "./schedule.ts";
