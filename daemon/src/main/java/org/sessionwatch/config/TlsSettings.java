package org.sessionwatch.config;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * {@code [hep.listener.tls]}: who a TLS listener is, and who may connect.
 *
 * @param chain its certificate, then those that signed it, at least one
 * @param key the private key of the first of them
 * @param clientAuthorities who has to have signed the certificates of those that connect; empty
 *     where none is asked for
 * @param clientCertificate whether one is asked for
 */
public record TlsSettings(
    List<X509Certificate> chain,
    PrivateKey key,
    List<X509Certificate> clientAuthorities,
    ClientCertificate clientCertificate) {
  /** Refuses what cannot work. */
  public TlsSettings {
    chain = List.copyOf(chain);
    clientAuthorities = List.copyOf(clientAuthorities);
    Check.that(!chain.isEmpty(), "certificate: needs at least one");
    Check.that(
        clientCertificate == ClientCertificate.NONE || !clientAuthorities.isEmpty(),
        "client_ca: is needed to check client certificates");
  }

  /** Never the key. */
  @Override
  public String toString() {
    return "TLS as " + chain.get(0).getSubjectX500Principal().getName();
  }
}
