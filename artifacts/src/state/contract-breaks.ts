/** dbt's rules of contracts: `ModelNode.same_contract` and `same_contract_removed` (dbt/contracts/graph/nodes.py). */
import { isSameData } from "../same-data.ts";
import type { Model } from "../types/nodes.ts";
import type { Column, Constraint } from "../types/resource.ts";
import type { ContractBreak } from "../types/state.ts";
import { isEnforced } from "./constraint-support.ts";

/** Whether dbt takes a model's contract for unchanged. One that is changed does not have to be broken. */
export function hasSameContract(base: Model, head: Model): boolean {
  if (base.contract.enforced !== head.contract.enforced) return false;
  return !head.contract.enforced || isSameChecksum(base, head);
}

/** A checksum covers names, types and constraints; without one these are compared themselves. */
function isSameChecksum(base: Model, head: Model): boolean {
  if (base.contract.checksum !== undefined) return base.contract.checksum === head.contract.checksum;
  return (
    head.contract.checksum === undefined &&
    isSameData(base.constraints, head.constraints) &&
    isSameData(promises(base), promises(head))
  );
}

function promises({ columns }: Model): object {
  return Object.fromEntries(
    columns.map(({ name, dataType, constraints }) => [name, { dataType, constraints }]),
  );
}

/**
 * What head breaks of the base's enforced contract; empty where none was enforced. Types are compared without size,
 * precision and letter case, as dbt does since 1.11 for all versions; columns by name, where letter case counts only if
 * one of the two is quoted. The adapter ("snowflake" …) decides which constraints count.
 */
export function contractBreaks(base: Model, head: Model, adapterType?: string): readonly ContractBreak[] {
  if (!base.contract.enforced || hasSameContract(base, head)) return [];
  return [
    ...(head.contract.enforced ? [] : [modelBreak("contract_switched_off")]),
    ...columnBreaks(base, head),
    ...constraintBreaks(base, head, adapterType),
    ...materializationBreaks(base, head),
  ];
}

/** The columns of base that head does not declare, or declares with another type, whether a contract is enforced or not. */
export function columnBreaks(base: Model, head: Model): readonly ContractBreak[] {
  const columnOf = columnFinder(head);
  return base.columns.flatMap((column) => columnBreak(column, columnOf(column)) ?? []);
}

function columnBreak({ name, dataType: from }: Column, now: Column | undefined): ContractBreak | undefined {
  if (now === undefined) return { kind: "column_removed", column: name, from, to: undefined };
  const to = now.dataType;
  return baseType(from) === baseType(to) ? undefined : { kind: "column_retyped", column: name, from, to };
}

/** Whether removing or disabling a model breaks its contract: one is enforced, and no deprecation date is past. */
export function isContractBrokenByRemoval(base: Model, now: Date): boolean {
  return base.contract.enforced && !isPast(base.deprecationDate, now);
}

function isPast(date: string | undefined, now: Date): boolean {
  return date !== undefined && Date.parse(date) < now.getTime();
}

function constraintBreaks(
  base: Model,
  head: Model,
  adapterType: string | undefined,
): readonly ContractBreak[] {
  // What is no table has no constraints in the warehouse.
  if (!enforcesConstraints(base)) return [];
  const columnOf = columnFinder(head);
  const isLost = (constraint: Constraint, kept: readonly Constraint[]): boolean =>
    isEnforced(constraint.type, adapterType) && !kept.some((each) => isSameData(each, constraint));
  const ofColumns = base.columns.flatMap((column): readonly ContractBreak[] => {
    const now = columnOf(column);
    if (now === undefined) return [];
    return column.constraints
      .filter((constraint) => isLost(constraint, now.constraints))
      .map((constraint) => ({
        kind: "column_constraint_removed",
        column: column.name,
        from: nameOf(constraint),
        to: undefined,
      }));
  });
  const ofModel = base.constraints
    .filter((constraint) => isLost(constraint, head.constraints))
    .map((constraint) => modelBreak("model_constraint_removed", nameOf(constraint)));
  return [...ofColumns, ...ofModel];
}

function materializationBreaks(base: Model, head: Model): readonly ContractBreak[] {
  const hasConstraints =
    base.constraints.length > 0 || base.columns.some(({ constraints }) => constraints.length > 0);
  if (!hasConstraints || !enforcesConstraints(base) || enforcesConstraints(head)) return [];
  return [modelBreak("materialization_changed", base.config.materialized, head.config.materialized)];
}

function enforcesConstraints({ config }: Model): boolean {
  return config.materialized === "table" || config.materialized === "incremental";
}

function nameOf({ name, type }: Constraint): string {
  return name ?? type;
}

function modelBreak(kind: ContractBreak["kind"], from?: string, to?: string): ContractBreak {
  return { kind, column: undefined, from, to };
}

/** Finds the column of the same name: as it is spelt, else in any letter case where neither is quoted. */
function columnFinder({ columns }: Model): (column: Column) => Column | undefined {
  const exact = new Map(columns.map((column) => [column.name, column]));
  const folded = new Map(columns.map((column) => [column.name.toLowerCase(), column]));
  return (column) => {
    const found = exact.get(column.name) ?? folded.get(column.name.toLowerCase());
    const hasOtherCase = found !== undefined && found.name !== column.name;
    return hasOtherCase && (found.quote === true || column.quote === true) ? undefined : found;
  };
}

/** `Numeric(10, 2)` is `numeric`. */
function baseType(type: string | undefined): string | undefined {
  return type?.split("(", 1)[0]?.trim().toLowerCase();
}
