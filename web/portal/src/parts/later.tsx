import { type ComponentType, type LazyExoticComponent, lazy } from "react";
import { OFFLINE } from "../api/answer.ts";
import { FailurePage } from "./failure.tsx";

/** Pages that are loaded when they are needed. Without a connection the page says so; loading it anew loses nothing. */
export const later = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> =>
  lazy(() =>
    load().then(
      (page) => ({ default: page }),
      () => ({ default: NotLoaded }),
    ),
  );

const NotLoaded = () => <FailurePage failure={OFFLINE} again={() => location.reload()} />;
