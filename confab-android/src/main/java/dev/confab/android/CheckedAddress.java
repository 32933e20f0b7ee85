package dev.confab.android;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Has OkHttp connect to the address that stands in a request, while it believes that it asks for {@code serverName}: that name is in the
 * certificate, and in what is said before it. One for each transfer.
 */
final class CheckedAddress implements Interceptor, Dns {

    private final String serverName;
    private volatile @Nullable String address;

    CheckedAddress(String serverName) {
        this.serverName = serverName;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        HttpUrl url = request.url();
        address = url.host();
        return chain.proceed(request.newBuilder()
                .url(url.newBuilder().host(serverName).build())
                .build());
    }

    /** Numbers only: a name would be looked up past the check. */
    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        String checked = address;
        if (checked == null || !checked.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            throw new UnknownHostException("There is no checked address of " + hostname + ".");
        }
        return List.of(InetAddress.getByName(checked));
    }
}
