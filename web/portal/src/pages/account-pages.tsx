import { Route, Switch } from "wouter";
import { NotFoundPage } from "../parts/failure.tsx";
import { AccountPage } from "./account.tsx";
import { TelephonePage } from "./telephone.tsx";
import { TotpPage } from "./totp.tsx";

/** Telephone and second factors, for whoever is signed in. */
export const AccountPages = () => (
  <Switch>
    <Route path="/account">
      <AccountPage />
    </Route>
    <Route path="/account/telephone">
      <TelephonePage />
    </Route>
    <Route path="/account/app">
      <TotpPage />
    </Route>
    <Route>
      <NotFoundPage />
    </Route>
  </Switch>
);
