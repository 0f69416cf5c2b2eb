export { catalogFaults } from "./catalog-faults.ts";
