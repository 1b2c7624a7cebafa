package org.sessionwatch.lab;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** All stories played once, whatever number of test classes ask about them. */
final class LabRun implements AutoCloseable {
  private final Lab lab;
  private final Recording recording;

  private LabRun(Lab lab) {
    this.lab = lab;
    lab.play(Story.values());
    lab.endCapture();
    this.recording = Recording.read(lab.capture());
  }

  Lab lab() {
    return lab;
  }

  Recording recording() {
    return recording;
  }

  private static LabRun playAll() {
    Lab lab = Lab.start();
    try {
      return new LabRun(lab);
    } catch (RuntimeException | Error e) {
      lab.close();
      throw e;
    }
  }

  @Override
  public void close() {
    lab.close();
  }

  /** Gives tests the one run of this JVM and ends it with the last of them. */
  static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == LabRun.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(LabRun.class))
          .computeIfAbsent(LabRun.class, key -> playAll(), LabRun.class);
    }
  }
}
