/** The library `smpp` comes without types: this is the part of it that library.ts uses. */
declare module "smpp" {
  type Library = typeof import("./library.ts");
  export const connect: Library["connectSmpp"];
}
