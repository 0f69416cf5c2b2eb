import { Route, Switch } from "wouter";
import { NotFoundPage } from "../parts/failure.tsx";
import { AppealPage } from "./appeal.tsx";
import { AppliedPage, ApplyPage } from "./apply.tsx";
import { BallotPage } from "./ballot.tsx";
import { ElectionsPage } from "./elections.tsx";
import { LetterPage } from "./letter.tsx";
import { RecallPage } from "./recall.tsx";
import { StatusPage } from "./status.tsx";

/** Pages about one election, for whoever is signed in. */
export const ElectionPages = () => (
  <Switch>
    <Route path="/elections">
      <ElectionsPage />
    </Route>
    <Route path="/elections/:id">{({ id }) => <StatusPage id={id} />}</Route>
    <Route path="/elections/:id/apply">{({ id }) => <ApplyPage id={id} />}</Route>
    <Route path="/elections/:id/applied">{({ id }) => <AppliedPage id={id} />}</Route>
    <Route path="/elections/:id/recall">{({ id }) => <RecallPage id={id} />}</Route>
    <Route path="/elections/:id/appeal">{({ id }) => <AppealPage id={id} />}</Route>
    <Route path="/elections/:id/letter">{({ id }) => <LetterPage id={id} />}</Route>
    <Route path="/elections/:id/ballot">{({ id }) => <BallotPage id={id} />}</Route>
    <Route>
      <NotFoundPage />
    </Route>
  </Switch>
);
