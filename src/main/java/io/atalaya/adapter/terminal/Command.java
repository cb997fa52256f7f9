package io.atalaya.adapter.terminal;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One of the things that can be done from the command line. */
interface Command {

  /** What it takes. */
  CommandSpec describe();

  /** Does it, and gives the exit code. */
  int run(ParseResult parsed);
}
