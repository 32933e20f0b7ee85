package dev.confab.sample.screen;

import android.content.ContentResolver;
import android.net.Uri;
import dev.confab.sample.image.ImageRule;
import dev.confab.sample.service.Address;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/** The kinds of pictures: from the network, and from this device. */
final class ImageSources {

    private static final int TIMEOUT_MILLIS = 15_000;
    private static final int REDIRECTS = 3;
    private static final int MAX_BYTES = 8 << 20;

    private ImageSources() {}

    /** A picture of a message. Every address on the way to it is checked, before anybody is asked. */
    static ImageSource http(String address, Address service) {
        return new ImageSource() {
            private byte @Nullable [] bytes;

            @Override
            public String key() {
                return address;
            }

            /** Fetched once, and bounded: a stranger says how long it is. Files of this device are streamed, of any size. */
            @Override
            public InputStream open() throws IOException {
                if (bytes == null) {
                    try (InputStream stream = fetch()) {
                        bytes = read(stream);
                    }
                }
                return new ByteArrayInputStream(bytes);
            }

            private InputStream fetch() throws IOException {
                String next = address;
                for (int i = 0; i <= REDIRECTS; i++) {
                    if (!ImageRule.allows(next, service)) {
                        throw new IOException("This address is not allowed for pictures.");
                    }
                    HttpURLConnection connection = (HttpURLConnection) new URL(next).openConnection();
                    connection.setInstanceFollowRedirects(false);
                    connection.setConnectTimeout(TIMEOUT_MILLIS);
                    connection.setReadTimeout(TIMEOUT_MILLIS);
                    int status = connection.getResponseCode();
                    if (status == HttpURLConnection.HTTP_OK) {
                        return connection.getInputStream();
                    }
                    String location = connection.getHeaderField("Location");
                    connection.disconnect();
                    if (status < 300 || status > 399 || location == null) {
                        throw new IOException("HTTP " + status);
                    }
                    next = new URL(new URL(next), location).toString();
                }
                throw new IOException("Too many redirects.");
            }
        };
    }

    private static byte[] read(InputStream stream) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            if (all.size() + read > MAX_BYTES) {
                throw new IOException("The picture is too large.");
            }
            all.write(buffer, 0, read);
        }
        return all.toByteArray();
    }

    /** A picture that the guest has chosen, or one that was downloaded. */
    static ImageSource local(ContentResolver resolver, Uri place) {
        return new ImageSource() {
            @Override
            public String key() {
                return place.toString();
            }

            @Override
            public InputStream open() throws IOException {
                InputStream stream = resolver.openInputStream(place);
                if (stream == null) {
                    throw new FileNotFoundException("The picture is gone.");
                }
                return stream;
            }
        };
    }
}
