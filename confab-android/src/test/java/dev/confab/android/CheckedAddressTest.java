package dev.confab.android;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class CheckedAddressTest {

    @Test
    void SEC2_connects_to_the_checked_number_and_asks_for_the_name() throws Exception {
        CompletableFuture<String> host = new CompletableFuture<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/", exchange -> {
            host.complete(exchange.getRequestHeaders().getFirst("Host"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            CheckedAddress address = new CheckedAddress("files.example.com");
            OkHttpClient client = new OkHttpClient.Builder()
                    .addInterceptor(address)
                    .dns(address)
                    .proxy(Proxy.NO_PROXY)
                    .build();
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            try (Response response =
                    client.newCall(new Request.Builder().url(url).build()).execute()) {
                assertEquals(204, response.code());
            }
            assertTrue(host.get(60, TimeUnit.SECONDS).startsWith("files.example.com:"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void SEC2_a_name_is_never_looked_up() {
        CheckedAddress address = new CheckedAddress("files.example.com");
        assertThrows(UnknownHostException.class, () -> address.lookup("files.example.com"));
    }
}
