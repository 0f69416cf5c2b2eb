import type { Command, Group } from "../framework/command.ts";

export type Leaf = { readonly path: string; readonly command: Command };

/** Every command that can be run, with the words that name it. */
export function leavesOf(group: Group, path: string = group.name): readonly Leaf[] {
  const own = group.own === undefined ? [] : [{ path, command: group.own }];
  const below = group.commands.flatMap((entry): readonly Leaf[] => {
    const name = `${path} ${entry.name}`;
    return "run" in entry ? [{ path: name, command: entry }] : leavesOf(entry, name);
  });
  return [...own, ...below];
}
