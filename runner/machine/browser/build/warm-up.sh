# What a learner does first, done once on the machine that is saved, so that nothing of it has to be read from the disk again.
# It leaves nothing behind.
set -u
cd /root
{
  ip netns add warm && ip link add warm0 type veth peer name warm1 && ip link set warm1 netns warm
  ip link add warm-bridge type bridge && ip link set warm0 master warm-bridge up && ip link set warm-bridge up
  ip addr add 10.99.99.1/24 dev warm-bridge
  ip netns exec warm ip addr add 10.99.99.2/24 dev warm1 && ip -n warm link set warm1 up && ip -n warm link set lo up
  ping -c 1 -W 5 10.99.99.2
  iptables -t nat -A POSTROUTING -s 10.99.99.0/24 -j MASQUERADE && iptables -t nat -S && iptables -t nat -F POSTROUTING
  iptables -t nat -X; iptables -S; nft list ruleset
  ip -br addr; ip route; ip -d link; ip neigh; ss -tlnp; ps -ef; lsns; hostname; readlink /proc/self/ns/net; bridge link
  unshare --net true; nsenter --help; grep . /etc/hosts; cat /proc/net/dev; sort /dev/null; ls -l /; id; uname -a; head -1 /etc/hosts; sleep 0
  sysctl net.ipv4.ip_forward; tr a b </dev/null; awk 1 /dev/null; sed 1q /dev/null; cut -c1 /dev/null; wc /dev/null; stty -a </dev/null
  curl --version; jq --version; ethtool --version; ip -j addr | jq .; tcpdump --version; nc -h; getent hosts host
  ip netns del warm; ip link del warm-bridge
} >/dev/null 2>&1
true
