package org.sessionwatch.store;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** Debian 12's PostgreSQL. */
@Tag("postgresql15")
class RolesOn15Test extends RolesContract {
  private static RealServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RealServer.debianRelease();
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
