package dev.confab.android;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.confab.client.AsyncMessagingClient;
import dev.confab.sandbox.Sandbox;
import dev.confab.transport.Confab;
import dev.confab.transport.MessagingClientConfig;
import dev.confab.transport.backend.AttachmentSource;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import dev.confab.transport.jvm.AttachmentFiles;
import dev.confab.transport.model.Attachment;
import dev.confab.transport.model.Draft;
import dev.confab.transport.model.Message;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions and files over OkHttp, against the sandbox; on this JVM, where OkHttp is the same but for its way into the platform. */
@Timeout(120)
class OkHttpEnginesTest {

    private static final String DEPLOYMENT = "a0000000-0000-4000-8000-000000000001";
    private static final byte[] PDF = ("%PDF-1.7\n" + "x".repeat(300_000)).getBytes(StandardCharsets.US_ASCII);

    @Test
    void holdsAChatAndCarriesFilesBothWays() throws Exception {
        try (Sandbox sandbox = Sandbox.start()) {
            Confab confab = Confab.builder().engines(new OkHttpEngines()).build();
            try (AsyncMessagingClient client = AsyncMessagingClient.create(
                    confab,
                    WebMessagingOptions.builder(DEPLOYMENT)
                            .loopbackEndpoint(sandbox.url())
                            .build(),
                    MessagingClientConfig.defaults())) {
                client.connect().get(60, TimeUnit.SECONDS);
                Message sent = client.send("Hello").get(60, TimeUnit.SECONDS);
                assertEquals("Hello", sent.getText());

                Attachment file = client.attach(AttachmentSource.ofBytes("receipt.pdf", PDF))
                        .get(60, TimeUnit.SECONDS);
                client.send(new Draft("see here").withAttachments(List.of(file)))
                        .get(60, TimeUnit.SECONDS);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                client.download(file.getId(), AttachmentFiles.sink(() -> bytes)).get(60, TimeUnit.SECONDS);
                assertArrayEquals(PDF, bytes.toByteArray());
            } finally {
                confab.close();
            }
        }
    }

    @Test
    void whatTheSystemDecidesOnAndroidIsRefusedWithTheWayOut() {
        IllegalArgumentException proxied = assertThrows(IllegalArgumentException.class, () -> Confab.builder()
                .engines(new OkHttpEngines())
                .proxy("http://proxy.example.com:3128")
                .build());
        assertTrue(String.valueOf(proxied.getMessage()).contains("system"), proxied.getMessage());
        IllegalArgumentException trusting = assertThrows(IllegalArgumentException.class, () -> Confab.builder()
                .engines(new OkHttpEngines())
                .trust("-----BEGIN CERTIFICATE-----")
                .build());
        assertTrue(
                String.valueOf(trusting.getMessage()).contains("network security configuration"),
                trusting.getMessage());
    }
}
