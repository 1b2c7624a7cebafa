package org.sessionwatch.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sessionwatch.time.Micros;
import org.sessionwatch.time.SteadyClock;

/** Reads {@code [hep.listener.tls]} and the PEM files that it names. */
final class TlsReader {
  /** A chain or a bundle of authorities is some kilobytes. */
  private static final int MOST_BYTES = 1 << 20;

  /** What a renewal by a person needs. */
  private static final Duration EXPIRES_SOON = Duration.ofDays(14);

  /** RFC 7468 section 10. */
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----");

  private final Path folder;

  /** Relative paths are taken from the folder of the configuration file. */
  TlsReader(Path folder) {
    this.folder = folder;
  }

  /** Returns empty when something is wrong, which is then noted. */
  Optional<TlsSettings> read(Section section) {
    section.required("certificate", "/etc/sessionwatch/hep.crt");
    section.required("key", "/etc/sessionwatch/hep.key");
    List<X509Certificate> chain = certificates(section, "certificate");
    PrivateKey key = chain.isEmpty() ? null : key(section, chain.get(0));
    List<X509Certificate> authorities = certificates(section, "client_ca");
    ClientCertificate client =
        section
            .choice("client_certificate", ClientCertificate.class)
            .orElse(
                section.raw("client_ca") == null
                    ? ClientCertificate.NONE
                    : ClientCertificate.REQUIRED);
    if (client != ClientCertificate.NONE && section.raw("client_ca") == null) {
      section.mistake("client_ca", "is missing: client certificates cannot be checked without it");
    }
    section.refuseUnknownKeys();
    if (key == null || (client != ClientCertificate.NONE && authorities.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(new TlsSettings(chain, key, authorities, client));
  }

  private List<X509Certificate> certificates(Section section, String key) {
    List<X509Certificate> found = new ArrayList<>();
    byte[] pem = contents(section, key);
    if (pem == null) {
      return found;
    }
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (var certificate : factory.generateCertificates(new ByteArrayInputStream(pem))) {
        found.add((X509Certificate) certificate);
      }
    } catch (CertificateException e) {
      section.mistake(key, "is no PEM file of certificates: " + e.getMessage());
      return List.of();
    }
    if (found.isEmpty()) {
      section.mistake(key, "has no certificate in it");
    }
    found.forEach(certificate -> tellValidity(section, key, certificate));
    return found;
  }

  private static void tellValidity(Section section, String key, X509Certificate certificate) {
    trouble(certificate, Micros.toInstant(new SteadyClock().nowUs()))
        .ifPresent(text -> warn(section, key, text));
  }

  /** What is to be said of a certificate's time. */
  static Optional<String> trouble(X509Certificate certificate, Instant now) {
    Instant from = certificate.getNotBefore().toInstant();
    Instant until = certificate.getNotAfter().toInstant();
    String name = certificate.getSubjectX500Principal().getName();
    if (now.isAfter(until)) {
      return Optional.of(name + " has expired at " + until + ": agents will not connect");
    }
    if (now.isBefore(from)) {
      return Optional.of(name + " is not valid before " + from + ": agents will not connect");
    }
    return now.plus(EXPIRES_SOON).isAfter(until)
        ? Optional.of(name + " expires at " + until)
        : Optional.empty();
  }

  private static void warn(Section section, String key, String text) {
    section.problems().warn(section.pathOf(key), text);
  }

  private @Nullable PrivateKey key(Section section, X509Certificate certificate) {
    byte[] pem = contents(section, "key");
    if (pem == null) {
      return null;
    }
    String text = new String(pem, StandardCharsets.ISO_8859_1);
    Matcher pkcs8 = PKCS8.matcher(text);
    if (!pkcs8.find()) {
      section.mistake("key", keyAdvice(text));
      return null;
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(pkcs8.group(1));
      String algorithm = certificate.getPublicKey().getAlgorithm();
      PrivateKey key =
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      if (fits(key, certificate)) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // The file's text is not to be told, and the reason seldom says more than this.
    }
    section.mistake("key", "is not the key of the first certificate in \"certificate\"");
    return null;
  }

  private static String keyAdvice(String text) {
    return OTHER_KEY.matcher(text).find()
        ? "is a key of another form; make it one: openssl pkcs8 -topk8 -nocrypt -in FILE -out FILE2"
        : "has no \"-----BEGIN PRIVATE KEY-----\" in it";
  }

  /** Whether what one signs the other can check. */
  private static boolean fits(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] text = "sessionwatch".getBytes(StandardCharsets.US_ASCII);
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(text);
    Signature checking = Signature.getInstance(algorithm);
    checking.initVerify(certificate.getPublicKey());
    checking.update(text);
    return checking.verify(signing.sign());
  }

  private byte @Nullable [] contents(Section section, String key) {
    Optional<String> name = section.text(key);
    if (name.isEmpty()) {
      return null;
    }
    Path file = folder.resolve(name.get());
    try {
      if (Files.size(file) > MOST_BYTES) {
        section.mistake(key, file + " is too large for a PEM file");
        return null;
      }
      if (key.equals("key") && SecretReader.othersMayRead(file)) {
        warn(section, key, "every user of this host can read " + file + ": chmod o-r");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      section.mistake(key, "cannot read " + file + ": " + SecretReader.why(e));
      return null;
    }
  }
}
