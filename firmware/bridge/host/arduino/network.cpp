// Wi-Fi as sockets. While it is "down", nothing arrives and nothing leaves, and TCP says nothing about it.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "DNSServer.h"
#include "ESP8266WiFi.h"
#include "ESP8266mDNS.h"
#include "world.h"

WiFiClass WiFi;
MDNSResponder MDNS;

// lwIP with 2 segments of 1460 bytes.
static const int SEND_BUFFER = 2920;
static const int WAKE_MS = 5;
// WIFICLIENT_MAX_FLUSH_WAIT_MS
static const uint32_t FLUSH_MS = 300;
// The bridge's own address in its own network, and in the one that it joined.
static const char ACCESS_POINT[] = "127.0.0.1";
static const char LAN[] = "127.0.1.1";

static bool joined;
static int connection = -1;

void world_wait()
{
    pollfd all[] = {{world_serial(), POLLIN, 0}, {0, POLLIN, 0}, {world.wifi ? connection : -1, POLLIN, 0}};
    poll(all, 3, WAKE_MS);
}

void WiFiClass::persistent(bool)
{
}

void WiFiClass::mode(int)
{
}

void WiFiClass::setSleepMode(int)
{
}

void WiFiClass::setAutoReconnect(bool)
{
}

void WiFiClass::begin(const char *, const char *)
{
    joined = true;
}

int WiFiClass::status()
{
    return joined && world.wifi ? WL_CONNECTED : WL_DISCONNECTED;
}

int WiFiClass::RSSI()
{
    return -61;
}

bool WiFiClass::softAP(const char *, const char *)
{
    return true;
}

IPAddress WiFiClass::softAPIP()
{
    return IPAddress(ACCESS_POINT);
}

void WiFiClient::setTimeout(unsigned long milliseconds)
{
    timeout_ = milliseconds;
}

int WiFiClient::connect(const char *host, uint16_t port)
{
    sockaddr_in to = {};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    if (!world.wifi || inet_pton(AF_INET, host, &to.sin_addr) != 1)
        return 0;
    abort();
    descriptor_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (::connect(descriptor_, reinterpret_cast<sockaddr *>(&to), sizeof to) != 0 && errno != EINPROGRESS) {
        abort();
        return 0;
    }
    const uint32_t from = millis();
    int error = ETIMEDOUT;
    while (millis() - from < timeout_) {
        pollfd one = {descriptor_, POLLOUT, 0};
        world_yield();
        if (poll(&one, 1, 1) <= 0)
            continue;
        socklen_t size = sizeof error;
        getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size);
        break;
    }
    if (error != 0) {
        abort();
        return 0;
    }
    setsockopt(descriptor_, SOL_SOCKET, SO_SNDBUF, &SEND_BUFFER, sizeof SEND_BUFFER);
    connection = descriptor_;
    return 1;
}

bool WiFiClient::connected()
{
    if (descriptor_ < 0)
        return false;
    if (!world.wifi)
        return true;
    char byte;
    const ssize_t got = recv(descriptor_, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got > 0 || (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK));
}

uint8_t IPAddress::operator[](int index) const
{
    in_addr address = {};
    inet_pton(AF_INET, text_.c_str(), &address);
    return static_cast<uint8_t>(ntohl(address.s_addr) >> (24 - 8 * index));
}

static IPAddress address_of(int (*which)(int, sockaddr *, socklen_t *), int descriptor)
{
    sockaddr_in at = {};
    socklen_t size = sizeof at;
    char text[INET_ADDRSTRLEN];
    which(descriptor, reinterpret_cast<sockaddr *>(&at), &size);
    return IPAddress(inet_ntop(AF_INET, &at.sin_addr, text, sizeof text));
}

IPAddress WiFiClient::localIP()
{
    return address_of(getsockname, descriptor_);
}

IPAddress WiFiClient::remoteIP()
{
    return address_of(getpeername, descriptor_);
}

void WiFiClient::setNoDelay(bool on)
{
    const int value = on;
    setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &value, sizeof value);
}

void WiFiClient::keepAlive(uint16_t, uint16_t, uint8_t)
{
}

int WiFiClient::available()
{
    int length = 0;
    if (descriptor_ < 0 || !world.wifi || ioctl(descriptor_, FIONREAD, &length) != 0)
        return 0;
    return length;
}

int WiFiClient::read()
{
    uint8_t byte;
    return read(&byte, 1) == 1 ? byte : -1;
}

int WiFiClient::read(uint8_t *bytes, size_t length)
{
    const ssize_t got = recv(descriptor_, bytes, length, MSG_DONTWAIT);
    return got > 0 ? static_cast<int>(got) : 0;
}

size_t WiFiClient::availableForWrite()
{
    return world.wifi && descriptor_ >= 0 ? SEND_BUFFER : 0;
}

size_t WiFiClient::write(const uint8_t *bytes, size_t length)
{
    if (world.short_of_memory) {
        world.short_of_memory = false;
        world_block(static_cast<uint32_t>(timeout_));
        return 0;
    }
    const ssize_t taken = send(descriptor_, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    return taken > 0 ? static_cast<size_t>(taken) : 0;
}

void WiFiClient::abort()
{
    if (descriptor_ < 0)
        return;
    if (descriptor_ == connection) {
        connection = -1;
        // Nobody says that the last bytes arrived.
        if (!world.wifi)
            world_block(FLUSH_MS);
    }
    close(descriptor_);
    descriptor_ = -1;
}

bool WiFiClient::stop()
{
    abort();
    return true;
}

WiFiServer::WiFiServer(uint16_t)
{
}

// Port 0: any, which is told.
static int serve(const char *host, uint16_t *port)
{
    sockaddr_in at = {};
    socklen_t size = sizeof at;
    at.sin_family = AF_INET;
    at.sin_port = htons(*port);
    inet_pton(AF_INET, host, &at.sin_addr);
    const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int yes = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(descriptor, reinterpret_cast<sockaddr *>(&at), size) != 0 || listen(descriptor, 4) != 0)
        perror("portal");
    getsockname(descriptor, reinterpret_cast<sockaddr *>(&at), &size);
    *port = ntohs(at.sin_port);
    return descriptor;
}

void WiFiServer::begin()
{
    uint16_t port = world.portal;
    access_point_ = serve(ACCESS_POINT, &port);
    lan_ = serve(LAN, &port);
    printf("portal %u\n", port);
    fflush(stdout);
}

void WiFiServer::stop()
{
    close(access_point_);
    close(lan_);
    access_point_ = lan_ = -1;
}

WiFiClient WiFiServer::accept()
{
    int caller = accept4(lan_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (caller < 0)
        caller = accept4(access_point_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    return WiFiClient(caller);
}

bool MDNSResponder::begin(const char *)
{
    return true;
}

// The start of the index-th of the gateways; nullptr behind the last.
static const char *gateway(uint32_t index)
{
    const char *at = world.gateways;
    while (index > 0 && (at = strchr(at, ',')) != nullptr) {
        at++;
        index--;
    }
    return at && *at ? at : nullptr;
}

uint32_t MDNSResponder::queryService(const char *, const char *, uint16_t)
{
    uint32_t count = 0;
    while (world.wifi && gateway(count))
        count++;
    return count;
}

IPAddress MDNSResponder::IP(uint32_t index)
{
    char host[64] = "";
    sscanf(gateway(index), "%63[^:]", host);
    return IPAddress(host);
}

uint16_t MDNSResponder::port(uint32_t index)
{
    return static_cast<uint16_t>(atoi(strchr(gateway(index), ':') + 1));
}

bool DNSServer::start(uint16_t, const char *, const IPAddress &)
{
    return true;
}

void DNSServer::processNextRequest()
{
}

void DNSServer::stop()
{
}
