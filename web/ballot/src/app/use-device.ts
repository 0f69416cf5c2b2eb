import { useEffect, useReducer } from "react";

/** Renders again whenever the device says that its view or election changed. */
export function useDevice<Device extends { subscribe(changed: () => void): () => void }>(
  device: Device,
): Device {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const end = device.subscribe(again);
    // What changed between the first drawing and this moment is drawn too.
    again();
    return end;
  }, [device]);
  return device;
}
