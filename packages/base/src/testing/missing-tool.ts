/**
 * The one reason for which a test may be left out: a tool that a newcomer's machine lacks. Where everything was set up for the
 * tests (`CI=true`), nothing is left out, and the test fails for want of the tool.
 *
 * @param found what was looked for; `undefined` if it is not there.
 * @param reason names the tool, and how to get it.
 * @returns for the option `skip` of a test.
 */
export function missingTool(
  found: unknown,
  reason: string,
  environment: { readonly CI?: string | undefined },
): string | false {
  return found === undefined && environment.CI !== "true" ? reason : false;
}
