import { testTargets } from "./quick.ts";
import { GROUP_TARGETS } from "./targets/group.ts";
import { KERNEL_TARGETS } from "./targets/kernel.ts";

testTargets([...GROUP_TARGETS, ...KERNEL_TARGETS]);
