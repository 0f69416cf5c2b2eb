declare module "@veche/ui/styles.css";
declare module "@veche/ui/favicon.svg";
declare module "*/portal.css";
