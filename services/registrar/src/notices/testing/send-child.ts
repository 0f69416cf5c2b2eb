import { connect } from "../../database/open-database.ts";
import { smtpChannel } from "../smtp.ts";
import { NoticeWorker } from "../worker.ts";

/** A worker in a process of its own, to be killed: argv is the database's address, then the settings of SMTP as JSON. */
const [url = "", settings = ""] = process.argv.slice(2);
const { db } = connect(url);
const worker = new NoticeWorker({
  db,
  channels: [smtpChannel(JSON.parse(settings))],
  places: { portal: "https://portal.example/", hotline: "8 800 000-00-00" },
  startedAt: 0,
});
await worker.pass(1);
