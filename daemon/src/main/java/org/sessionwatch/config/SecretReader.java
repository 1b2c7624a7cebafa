package org.sessionwatch.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * Reads secrets: a text, {@code { file = "…" }}, or {@code { credential = "…" }} for systemd's. No
 * message ever quotes one.
 */
final class SecretReader {
  /** Longer than any password; a larger file is a mistake. */
  private static final int MOST_BYTES = 64 << 10;

  private static final String FORMS =
      "must be a text in quotes, { file = \"/path\" } or { credential = \"name\" }";

  private final Environment environment;
  private final Path folder;
  private final boolean fileIsOpen;

  /**
   * A reader for one configuration file.
   *
   * @param environment says where systemd keeps credentials
   * @param file the configuration file; relative paths are taken from its folder
   */
  SecretReader(Environment environment, Path file) {
    this.environment = environment;
    Path parent = file.toAbsolutePath().getParent();
    this.folder = parent == null ? file.toAbsolutePath() : parent;
    this.fileIsOpen = othersMayRead(file);
  }

  /** Where relative paths are taken from. */
  Path folder() {
    return folder;
  }

  Optional<Secret> read(Section section, String key) {
    JsonNode value = section.raw(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value.isTextual() && !value.textValue().isEmpty()) {
      if (fileIsOpen) {
        section
            .problems()
            .warn(
                section.pathOf(key),
                "every user of this host can read it here: chmod o-r, or use { file = … }");
      }
      return Optional.of(new Secret(value.textValue()));
    }
    if (!(value instanceof ObjectNode table) || table.size() != 1) {
      section.mistake(key, FORMS);
      return Optional.empty();
    }
    Section source = new Section(table, section.pathOf(key), section.problems());
    Optional<String> file = source.text("file");
    Optional<String> credential = source.text("credential");
    source.refuseUnknownKeys();
    return file.isPresent()
        ? fromFile(section, key, folder.resolve(file.get()))
        : credential.flatMap(name -> fromCredential(section, key, name));
  }

  private Optional<Secret> fromCredential(Section section, String key, String name) {
    Optional<Path> directory = environment.credentialsDirectory();
    if (directory.isEmpty() || name.contains("/")) {
      section.mistake(
          key,
          "systemd handed over no credential \"%s\": needs LoadCredential=%s:/path in the unit"
              .formatted(name, name));
      return Optional.empty();
    }
    return fromFile(section, key, directory.get().resolve(name));
  }

  private Optional<Secret> fromFile(Section section, String key, Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        section.mistake(key, file + " is too large for a secret");
        return Optional.empty();
      }
      String text = Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
      if (text.isEmpty()) {
        section.mistake(key, file + " is empty");
        return Optional.empty();
      }
      if (othersMayRead(file)) {
        section
            .problems()
            .warn(section.pathOf(key), "every user of this host can read " + file + ": chmod o-r");
      }
      return Optional.of(new Secret(text));
    } catch (IOException e) {
      section.mistake(key, "cannot read " + file + ": " + why(e));
      return Optional.empty();
    }
  }

  /** Says in plain words why a file could not be read. */
  static String why(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied for user " + System.getProperty("user.name");
    }
    if (e instanceof java.nio.charset.CharacterCodingException) {
      return "not UTF-8 text";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  static boolean othersMayRead(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      return permissions.contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false; // reading the file itself will say what is wrong
    }
  }
}
