package org.sessionwatch.capture.hep;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.mina.filter.ssl.SslFilter;
import org.sessionwatch.config.ClientCertificate;
import org.sessionwatch.config.TlsSettings;

/** Makes MINA's TLS filter for a listener: TLS 1.2 and 1.3, with the ciphers that Java trusts. */
final class TlsFilter {
  /** The key store is in memory and never written, so its password protects nothing. */
  private static final char[] PASSWORD = "in memory only".toCharArray();

  private TlsFilter() {}

  /** One filter serves all connections of a listener. */
  static SslFilter of(TlsSettings settings) {
    SslFilter filter = new SslFilter(context(settings));
    // Hands data on under its lock: the other way, a handshake that ends on a thread of its own can
    // overtake, or be overtaken by, what is read meanwhile.
    filter.setUseNonBlockingPipeline(false);
    filter.setEnabledProtocols("TLSv1.3", "TLSv1.2");
    filter.setNeedClientAuth(settings.clientCertificate() == ClientCertificate.REQUIRED);
    if (settings.clientCertificate() == ClientCertificate.OPTIONAL) {
      filter.setWantClientAuth(true);
    }
    return filter;
  }

  private static SSLContext context(TlsSettings settings) {
    try {
      KeyStore own = emptyStore();
      own.setKeyEntry(
          "key", settings.key(), PASSWORD, settings.chain().toArray(new X509Certificate[0]));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust(settings.clientAuthorities()), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      // The settings' reader has tried key and certificates: this is Java's own lack.
      throw new IllegalStateException("TLS is not to be had from this Java: " + e.getMessage(), e);
    }
  }

  /** Only the authorities named: not those that browsers trust. */
  private static TrustManager[] trust(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    if (authorities.isEmpty()) {
      return new TrustManager[0];
    }
    KeyStore store = emptyStore();
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry("authority-" + store.size(), authority);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
