package dev.confab.docs

import dev.confab.transport.backend.gms.GmsCometD
import dev.confab.transport.backend.gms.GmsGuest
import dev.confab.transport.backend.gms.GmsOptions
import dev.confab.transport.backend.nexus.NexusGuest
import dev.confab.transport.backend.nexus.NexusOptions

// snippet:engage-gms
fun polled(url: String): GmsOptions = GmsOptions.builder()
    .loopbackDataUrl("$url/genesys/2/chat/customer-support") // the sandbox; for a real service: .dataUrl("https://…")
    .guest(GmsGuest.builder().nickname("Ada").subject("Invoice").userData(mapOf("order" to "A-1")).build())
    .build()
// snippet-end

// snippet:engage-cometd
fun pushed(url: String): GmsOptions {
    val settings = GmsCometD.loopbackBuilder("$url/genesys/cometd", "/service/chatV2/customer-support") // for a real service: .builder
        .websocketEnabled(true) // default: long polls
        .build()
    return GmsOptions.builder().cometD(settings).guest(GmsGuest.builder().nickname("Ada").build()).build()
}
// snippet-end

// snippet:engage-nexus
fun multicloud(url: String, key: String): NexusOptions = NexusOptions.builder("chat-endpoint")
    .loopbackDataUrl("$url/nexus/v3/chat/sessions") // the sandbox; for a real service: .dataUrl("https://…")
    .apiKey(key)
    .guest(NexusGuest.builder().nickname("Ada").build())
    .build()
// snippet-end
