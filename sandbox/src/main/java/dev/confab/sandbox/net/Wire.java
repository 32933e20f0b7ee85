package dev.confab.sandbox.net;

import dev.confab.sandbox.loop.SandboxLoop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The TCP connection under a WebSocket, for what no WebSocket API offers: ending it without a close frame or in the
 * middle of one, falling silent, not reading. It sits between the socket and everything Vert.x does, so pongs and close
 * frames pass it too. To be used on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Outcomes arrive through the promises that are handed on.
public final class Wire extends ChannelDuplexHandler {

    private static final long UNLIMITED = -1;

    private final @Nullable Channel channel;
    private long bytesLeft = UNLIMITED;
    private boolean silent;
    private boolean cut;
    private boolean deaf;
    private boolean readWanted;

    private Wire(@Nullable Channel channel) {
        this.channel = channel;
    }

    /**
     * Taps a connection whose WebSocket handshake is over.
     *
     * @param loop the loop that serves it
     * @param client the address of the client
     * @return its wire; it does nothing when the client is gone
     */
    public static Wire tap(SandboxLoop loop, SocketAddress client) {
        Channel channel = loop.channelOf(client);
        Wire wire = new Wire(channel);
        if (channel != null) {
            channel.pipeline().addFirst(wire);
        }
        return wire;
    }

    /**
     * Ends a connection with a TCP reset.
     *
     * @param loop the loop that serves it
     * @param client the address of the client
     */
    public static void reset(SandboxLoop loop, SocketAddress client) {
        Channel channel = loop.channelOf(client);
        if (channel != null) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }

    /**
     * Tells how to close a WebSocket after a failure of its connection.
     *
     * @param failure what went wrong
     * @return the close code, or 0 when there is nobody left to tell
     */
    public static int closeCode(Throwable failure) {
        return failure instanceof CorruptedWebSocketFrameException broken
                ? broken.closeStatus().code()
                : 0;
    }

    /** Ends the TCP connection now; what was written before still goes out, no close frame does. */
    public void cut() {
        if (!cut && channel != null) {
            cut = true;
            ChannelHandlerContext here = channel.pipeline().context(this);
            if (here != null) {
                here.flush();
                here.close();
            }
        }
    }

    /**
     * Ends the TCP connection when so many more bytes were sent.
     *
     * @param bytes how many
     */
    public void cutAfter(long bytes) {
        bytesLeft = bytes;
        if (bytes == 0) {
            cut();
        }
    }

    /** Sends nothing from now on and keeps TCP open, until it is {@link #cut} or the client gives up. */
    public void silence() {
        silent = true;
    }

    /** Stops reading; TCP lets the client feel it when its window is full. */
    public void stopReading() {
        deaf = true;
        if (channel != null) {
            // What was asked for already is taken back; what is asked for from now on is held in read().
            channel.config().setAutoRead(false);
        }
    }

    /** Reads again. */
    public void resumeReading() {
        deaf = false;
        if (channel != null) {
            channel.config().setAutoRead(true);
            if (readWanted) {
                readWanted = false;
                channel.read();
            }
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (deaf) {
            readWanted = true;
        } else {
            context.read();
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (silent || cut) {
            ReferenceCountUtil.release(message);
            promise.trySuccess();
        } else if (bytesLeft != UNLIMITED && message instanceof ByteBuf bytes) {
            writeLimited(context, bytes, promise);
        } else {
            context.write(message, promise);
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (!silent || cut) {
            context.close(promise);
        }
    }

    private void writeLimited(ChannelHandlerContext context, ByteBuf bytes, ChannelPromise promise) {
        if (bytes.readableBytes() < bytesLeft) {
            bytesLeft -= bytes.readableBytes();
            context.write(bytes, promise);
            return;
        }
        context.write(bytes.readRetainedSlice((int) bytesLeft), promise);
        bytes.release();
        bytesLeft = 0;
        cut();
    }
}
