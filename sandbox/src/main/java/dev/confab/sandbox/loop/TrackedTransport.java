package dev.confab.sandbox.loop;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpConfig;
import io.vertx.core.spi.transport.Transport;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The NIO transport of Vert.x, remembering the accepted connections. Vert.x does not give away the channel under an HTTP
 * connection, and what this sandbox does to connections on purpose needs it.
 */
@SuppressWarnings("deprecation") // The parameter of datagramChannel is, and the interface demands it.
final class TrackedTransport implements Transport, io.vertx.core.transport.Transport {

    private final Transport nio = io.vertx.core.transport.Transport.NIO.implementation();
    private final Map<String, Channel> accepted = new ConcurrentHashMap<>();

    /** The channel of a client, null when the client is gone. */
    @Nullable
    Channel channelOf(SocketAddress client) {
        return accepted.get(key(client.hostAddress(), client.port()));
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        return domainSocket ? nio.serverChannelFactory(true) : TrackingServerChannel::new;
    }

    private void track(Channel channel) {
        // A client that has gone already has no address any more.
        if (channel.remoteAddress() instanceof InetSocketAddress client) {
            String key = key(client.getAddress().getHostAddress(), client.getPort());
            accepted.put(key, channel);
            channel.closeFuture().addListener(closed -> accepted.remove(key, channel));
        }
    }

    private static String key(String host, int port) {
        return host + " " + port;
    }

    private final class TrackingServerChannel extends NioServerSocketChannel {
        @Override
        protected int doReadMessages(List<Object> messages) throws Exception {
            int count = super.doReadMessages(messages);
            messages.subList(messages.size() - count, messages.size()).forEach(child -> track((Channel) child));
            return count;
        }
    }

    // What follows only hands on.

    @Override
    public String name() {
        return "tracked-nio";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public @Nullable Throwable unavailabilityCause() {
        return null;
    }

    @Override
    public Transport implementation() {
        return this;
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return nio.ioHandlerFactory();
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
        return nio.eventLoopGroup(type, threads, factory, ioRatio);
    }

    @Override
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return nio.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends DatagramChannel> datagramChannelFactory() {
        return nio.datagramChannelFactory();
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return nio.channelFactory(domainSocket);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
        nio.configure(channel, options);
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, Bootstrap bootstrap) {
        nio.configure(config, domainSocket, bootstrap);
    }

    @Override
    public void configure(TcpConfig config, boolean domainSocket, ServerBootstrap bootstrap) {
        nio.configure(config, domainSocket, bootstrap);
    }
}
