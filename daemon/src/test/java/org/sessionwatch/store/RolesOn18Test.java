package org.sessionwatch.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The release that the daemon brings. */
class RolesOn18Test extends RolesContract {
  private static RealServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RealServer.embeddedRelease();
  }

  @AfterAll
  static void end() throws Exception {
    server.close();
  }

  @Override
  RealServer server() {
    return server;
  }
}
