/** Why there is no database. `message` is for the operator: what happened and what to do; it holds no password. */
export type DatabaseError = {
  readonly code:
    | "DATABASE_UNREACHABLE"
    | "MIGRATION_FAILED"
    | "EMBEDDED_MISSING"
    | "EMBEDDED_FOLDER"
    | "EMBEDDED_IN_USE"
    | "EMBEDDED_FAILED";
  readonly message: { readonly en: string; readonly ru: string };
};

const GIVE_URL = {
  en: "Or give the address of a PostgreSQL of your own in DATABASE_URL.",
  ru: "Или задайте адрес своего PostgreSQL в DATABASE_URL.",
};

export const unreachable = (reason: string): DatabaseError => ({
  code: "DATABASE_UNREACHABLE",
  message: {
    en: `The database of DATABASE_URL does not answer (${reason}); nothing was changed. Check the address, the user and the password.`,
    ru: `База данных из DATABASE_URL не отвечает (${reason}); ничего не изменено. Проверьте адрес, пользователя и пароль.`,
  },
});

export const migrationFailed = (reason: string): DatabaseError => ({
  code: "MIGRATION_FAILED",
  message: {
    en: `The tables could not be brought up to date (${reason}); the database is as before. Is it the registrar's own, and of this version?`,
    ru: `Не удалось обновить таблицы (${reason}); база осталась прежней. Это база регистратора и этой же версии?`,
  },
});

export const embeddedMissing = (reason: string): DatabaseError => ({
  code: "EMBEDDED_MISSING",
  message: {
    en: `The PostgreSQL that comes with Veche cannot run here (${reason}). If files are missing, run npm ci again. ${GIVE_URL.en}`,
    ru: `Встроенный PostgreSQL здесь не запускается (${reason}). Если не хватает файлов, повторите npm ci. ${GIVE_URL.ru}`,
  },
});

export const embeddedFolder = (folder: string, reason: string): DatabaseError => ({
  code: "EMBEDDED_FOLDER",
  message: {
    en: `PostgreSQL cannot use the folder ${folder} (${reason}). Choose one that its user can reach. ${GIVE_URL.en}`,
    ru: `PostgreSQL не может работать в папке ${folder} (${reason}). Выберите доступную его пользователю. ${GIVE_URL.ru}`,
  },
});

export const embeddedInUse = (folder: string, pid: number): DatabaseError => ({
  code: "EMBEDDED_IN_USE",
  message: {
    en: `The database in ${folder} is in use by process ${pid}; stop that process first.`,
    ru: `База данных в ${folder} занята процессом ${pid}; сначала остановите его.`,
  },
});

export const embeddedFailed = (folder: string, reason: string): DatabaseError => ({
  code: "EMBEDDED_FAILED",
  message: {
    en: `PostgreSQL did not start in ${folder} (${reason}); the data there were left alone. ${GIVE_URL.en}`,
    ru: `PostgreSQL не запустился в ${folder} (${reason}); данные не тронуты. ${GIVE_URL.ru}`,
  },
});
