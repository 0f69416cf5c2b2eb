/** A practice start with many voters, for whoever measures. */
export { ON_ROLL_OF_A, PERSONS } from "../persons.ts";
export { Practice } from "../practice.ts";
export { PatientVoter, type Step, type VoterWorld } from "./patient-voter.ts";
export { crowdOf } from "./people.ts";
export { openTelephones, type Telephones } from "./telephones.ts";
